/** Turkish. */
import Stemmer from '../vendor/snowball-turkish.js';

const stemmer = new Stemmer();

/** @type {import('../analyser.js').Profile} */
export default {
  locale: 'tr',
  stem: (word) => stemmer.stem(word),
  stopWords: `acaba ama ancak artık asla aslında az bana bazı belki ben beni benim bile bir biraz biri
    birkaç birçok biz bize bizi bizim bu buna bunda bundan bunlar bunları bunu bunun burada böyle bütün
    da daha de defa değil diye diğer dolayı e eden ederek edilir eğer en et etmek fakat gibi göre
    hakkında hale hangi hangisi hani hatta hem henüz hep hepsi her herhangi herkes hiç hiçbir hem i
    için ile ilgili ise işte kadar kaç karşı kendi kendine ki kim kime kimi kimin kimler lazım mi mu mü mı
    miyim mıyım musun misin nasıl ne neden nedir neler nelerdir nerde nerede nereden nereye nesi niye
    niçin o olan olarak oldu olduğu olduğunu olmak olması olmayan olsa olup olur olursa oluyor ona ondan
    onlar onlara onları onların onu onun orada oysa öyle önce pek rağmen sadece sana sanki sen seni senin
    siz size sizi sizin sonra şey şu şunu ta tarafından tüm u ü üzere üzerinde var ve veya ya yani yerine
    yok yoksa zaten zaman ı`,
  frameWords: `bulmak bulabilirim almak alabilirim yapmak yapmalıyım yapabilirim yapılır bilmek anlamına
    gelir demek anlamak fark farkı arasında arasındaki içermek içerir olabilir mümkün önemli gerekli
    gerekir gerekiyor gerek zorunda farklı belirli tür türü türleri çeşit çok uzun süre sık tam çalışır
    kullanmak mevcut sunmak sunulur sunuyor sağlamak örnek kişi kişiler insan insanlar amaç etmek istemek
    istiyorum açıklamak almanya şart şartları koşul koşulları süreç adım neden sebep kural
    avantaj rol`,
};
