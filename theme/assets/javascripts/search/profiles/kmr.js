/** Kurmanji Kurdish, Latin script. */
import { stem } from '../stemmers/kurmanji.js';

/** @type {import('../analyser.js').Profile} */
export default {
  locale: 'kmr',
  stem,
  stopWords: `an jî bi bê ber berî bo bona bibe bibin bike bikim bikin bû bûn bûne bûye ç çi çawa çend
    çendî çima çê çiqas da de dema der dê di dike dikim dikin dibe dibin dikare dikarim dikarin digel divê
    diviya e ew ewê ewan evê ev eve eger em ez çawan ê ên û heke hem hemî hemû her heta heye hene hebe
    hebin hin hinek hûn î îro ji jê jî jor kê kengî kengê kî kîjan ku kîjanê kirin kir li lê
    lewma lewra gel me mi min mîna na ne nikare nikarim nabe nîne nînin pir pirr piştî pê re rê ser
    seba tenê te tê tên tu va ve vê vî van wan we wê wek weke wekî wî xwe ya yan yê yên yek yekî yekê y zêde
    çer ka derê kuderê gelo ma tevî bêyî navbera nav piranî hîn êdî`,
  frameWords: `bibînim dibînim dîtin bistînim wergirtin wergirim çêkirin zanîn bizanim wate wateya maneya
    cudahî cudahiya ferq nava dihundirîne diqewime girîng mimkun gengaz derfet pêwîst lazim hewce pêdivî
    cuda cure cureyên celeb dirêj dem gelek caran rast dixebite bikaranîn berdest pêşkêş mînak kes kesên
    mirov armanc dixwazim şirove almanya elmanya
    merc şert pêvajo gav sedem rêzik avantaj rol`,
};
