/** French. */
import Stemmer from '../vendor/snowball-french.js';

const stemmer = new Stemmer();

/** @type {import('../analyser.js').Profile} */
export default {
  locale: 'fr',
  stem: (word) => stemmer.stem(word),
  stopWords: `a ai ainsi alors après as au aucun aucune aussi autre autres aux avant avec avez avoir avons
    ayant c car ce ceci cela celle celles celui ces cet cette ceux chacun chaque chez combien comme
    comment d dans de depuis des donc dont du durant elle elles en encore également entre es est et etc eu eux fait
    faut font fut ici il ils j je jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors
    lorsque lui là m ma mais me mes moi moins mon même mêmes n ne ni non nos notre nous on ont ou où par
    parce pas pendant peu peut peuvent plus plusieurs pour pourquoi pourrait pouvez pouvons puis puisque
    pu qu quand que quel quelle quelles quelqu quels qui quiconque quoi s sa sans se selon sera seront
    ses seulement si sien soi soient sois soit son sont sous souvent suis sur t ta te tel telle tes toi ton
    tous tout toute toutes trop très tu un une vers voici voilà vos votre vous y à été êtes être dois
    doit doivent devez ça était`,
  frameWords: `trouver obtenir recevoir faire savoir signifier vouloir dire entendre comprendre différence
    inclure comporter contenir comprend passer important possible possibilité nécessaire falloir besoin
    requis exiger différent certain type sorte genre longtemps exactement fonctionner utiliser disponible
    offrir offert proposer exister responsable exemple personne gens objectif but servir pouvoir devoir
    expliquer allemagne condition exigence procédure processus étape raison règle avantage rôle`,
};
