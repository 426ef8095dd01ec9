/** English. */
import Stemmer from '../vendor/snowball-english.js';

const stemmer = new Stemmer();

/** @type {import('../analyser.js').Profile} */
export default {
  locale: 'en',
  stem: (word) => stemmer.stem(word),
  stopWords: `a about after all also am an and any anybody anyone anything are aren as at be because been
    before being both but by can cannot could couldn d did didn do does doesn doing don during each else
    etc ever every everyone few for from had has hasn have haven having he her here hers herself him
    himself his how however i if in into is isn it its itself just ll may me might more most much must my
    myself no nor not of off on once one only or other others our ours out over own per please rather re
    s same shall she should shouldn since so some somebody someone something such t than that the their
    theirs them themselves then there these they this those though through to too under until up upon us
    ve very via was wasn we were weren what whatever when whenever where whether which while who whom
    whose why will with within without won would wouldn yes yet you your yours yourself`,
  frameWords: `get find give make take know mean meant understand difference between involve include contain
    happen important possible possibility necessary need require different certain specific particular
    type kind sort long many often exactly use available offer provide exist responsible example
    person people become purpose explain tell want like look germany
    requirement condition process procedure step reason option rule advantage role`,
};
