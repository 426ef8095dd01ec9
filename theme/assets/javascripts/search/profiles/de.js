/** German. */
import { createSplitter } from '../stemmers/compounds.js';
import Stemmer from '../vendor/snowball-german.js';

const stemmer = new Stemmer();

/** Easy German writes compounds with hyphens or dots (Lebens-Lauf): index and ask for both. */
const PARTED = /\p{L}{2,}(?:[-·‧]\p{L}{2,})+/gu;
const withWhole = (word) => `${word} ${word.replace(/[-·‧]/g, '')}`;

/** @type {import('../analyser.js').Profile} */
export default {
  locale: 'de',
  stem: (word) => stemmer.stem(word),
  prepare: (text) => text.replace(PARTED, withWhole),
  capitalNouns: true,
  createSplitter,
  stopWords: `ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch
    auf aus bei beim bin bis bist da dabei dafür damit dann dazu daran darauf darf darüber das dass dein deine
    dem den denn der deren des dessen deutlich dich die dies diese diesem diesen dieser dieses dir doch
    dort du durch ein eine einem einen einer eines er es etwa etwas euch euer eure falls für gegen gern
    habe haben hast hat hatte hatten hier hin ich immer ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem
    innerhalb ins ist ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen
    keiner können könnte könnten man manche mehr mein meine meinem meinen meiner meines mich mir mit muss
    musst müssen müsste nach neben nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen
    seiner seit selbst sich sie sind so sobald sofern sogar solche soll statt sollen sollte sollten somit
    sonst sowie trotz um und uns unser unsere unter vom von vor wann war waren warum was weder wegen
    weil weiter weitere weiteren welche welchem welchen welcher welches wem wen wenn wer werde werden wessen weshalb wie
    wieso wieviel will wir wird wo wobei wofür woher wohin womit worauf worüber wovon wozu wurde wurden
    während wäre würde würden zu zum zur zwar über dürfen dürfte möchte möchten mag e s g b t`,
  frameWords: `geben gibt gebe finden bekommen erhalten erhält machen tun brauchen benötigen wissen weiß
    heißen bedeuten bedeutung verstehen versteht unterschied zwischen beinhalten enthalten umfassen
    passieren geschehen geschieht wichtig möglich möglichkeit notwendig nötig erforderlich verschieden
    bestimmt art lange viel oft genau funktionieren nutzen verwenden beachten gelten gilt zuständig
    bieten anbieten angeboten beispiel person mensch leute kommen gehören stehen sagen erklären bitte
    konkret deutschland voraussetzung bedingung ablauf verfahren schritt grund gründe
    regel vorteil rolle`,
};
