import { fullClock, plainRange, readTable, type WordedDate } from './time-words.ts'
import type { Words } from './words.ts'

const rules = new Intl.PluralRules('lt')

/** 1 minutę, 2 minutes, 10 minučių. */
function counted(count: number, one: string, few: string, other: string): string {
  const form = rules.select(count)
  return `${count} ${form === 'one' ? one : form === 'few' ? few : other}`
}

const months =
  'sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio'.split(' ')
const weekdays = 'pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis'.split(' ')

const monthAndDay = ({ month, day }: WordedDate) => `${months[month - 1]} ${day} d.`

/** Of which city the time is: the genitive cannot be had from anywhere. */
const genitives = readTable(`
  Amsterdam: Amsterdamo, Athens: Atėnų, Azores: Azorų salų, Berlin: Berlyno, Brussels: Briuselio, Bucharest: Bukarešto,
  Budapest: Budapešto, Chicago: Čikagos, Copenhagen: Kopenhagos, Denver: Denverio, Dubai: Dubajaus, Dublin: Dublino,
  Helsinki: Helsinkio, Istanbul: Stambulo, Jerusalem: Jeruzalės, Kyiv: Kyjivo, Lisbon: Lisabonos, London: Londono,
  Los Angeles: Los Andželo, Luxembourg: Liuksemburgo, Madeira: Madeiros, Madrid: Madrido, Minsk: Minsko,
  New York: Niujorko, Oslo: Oslo, Paris: Paryžiaus, Prague: Prahos, Reykjavik: Reikjaviko, Riga: Rygos, Rome: Romos,
  Sao Paulo: San Paulo, Singapore: Singapūro, Sofia: Sofijos, Stockholm: Stokholmo, Sydney: Sidnėjaus, Tallinn: Talino,
  Tokyo: Tokijo, Toronto: Toronto, Vancouver: Vankuverio, Vienna: Vienos, Vilnius: Vilniaus, Warsaw: Varšuvos,
  Zurich: Ciuricho`)

export const lt: Words = {
  unitsTitle: 'Registracija vizitui',
  unitsIntro: 'Pasirinkite, kur norėtumėte apsilankyti.',
  noUnits: 'Čia kol kas niekur negalima užsiregistruoti.',
  moreUnits: 'Daugiau vietų',
  unknownUnitTitle: 'Tokio registracijos puslapio nėra',
  unknownUnitText: 'Galbūt adrese yra klaida arba čia internetu nebesiregistruojama.',
  seeUnits: 'Žiūrėti, kur galima užsiregistruoti',
  troubleTitle: 'Šiuo metu negalime parodyti šio puslapio',
  troubleText: 'Tai mūsų klaida, paprastai ji dingsta per minutę.',
  tryAgain: 'Bandyti dar kartą',
  language: 'Kalba',
  bookAt: (unit) => `Registracija – ${unit}`,
  bookAtDescription: (unit) =>
    `${unit}: pasirinkite paslaugą ir laisvą laiką. Kol registruojatės, laikas saugomas jums.`,

  times: {
    locale: 'lt-LT',
    fullDay: (date) => `${date.year} m. ${monthAndDay(date)}, ${weekdays[date.weekday - 1]}`,
    day: (date) => `${weekdays[date.weekday - 1]?.replace(/is$/, 'į')}, ${monthAndDay(date)}`,
    clock: fullClock,
    range: plainRange,
    dayAndTime: (day, time) => `${day}, ${time}`,
    // Intl says »Nepalo laikas«, »Irano žiemos laikas« where there is no other, and »Laikas: Jordanija« without a genitive.
    zone: (city, generic) => {
      const genitive = genitives.get(city)
      if (genitive) return `${genitive} laiku`
      const [, place] = /^Laikas: (.+)$/.exec(generic) ?? []
      return place ? `laiko juosta: ${place}` : generic.replace(/( žiemos| standartinis)? laikas( |$)/, ' laiku$2')
    },
    inZone: (time, zone) => (zone.startsWith('laiko juosta') ? `${time} (${zone})` : `${time} ${zone}`),
    today: 'šiandien',
    tomorrow: 'rytoj',
  },

  messages: {
    client: {
      booked: { subject: 'Jūs užregistruoti', heading: 'Jūs užregistruoti', lead: 'Lauksime susitikimo su jumis.' },
      requested: {
        subject: 'Gavome jūsų prašymą',
        heading: 'Gavome jūsų prašymą',
        lead: 'Šį laiką saugome jums. Kai tik prašymą patvirtinsime, parašysime.',
      },
      movedByClient: {
        subject: 'Naujas vizito laikas',
        heading: 'Jūsų vizito laikas pakeistas',
        lead: 'Lauksime susitikimo su jumis nauju laiku.',
      },
      movedByUnit: {
        subject: 'Pasikeitė jūsų vizito laikas',
        heading: 'Turėjome pakeisti jūsų vizito laiką',
        lead: 'Atsiprašome už nepatogumus. Jei naujas laikas jums netinka, pasirinkite kitą arba susisiekite su mumis.',
      },
      changed: {
        subject: 'Jūsų vizitas pakeistas',
        heading: 'Jūsų vizitas pakeistas',
        lead: 'Jis prasideda tuo pačiu laiku kaip ir anksčiau. Dabar vizitas toks:',
      },
      cancelledByClient: {
        subject: 'Vizitas atšauktas',
        heading: 'Jūsų vizitas atšauktas',
        lead: 'Atšaukėme vizitą, kaip prašėte. Kai norėsite susitikti, mielai rasime jums laiką.',
      },
      cancelledByUnit: {
        subject: 'Turime atšaukti jūsų vizitą',
        heading: 'Turėjome atšaukti jūsų vizitą',
        lead: 'Labai atsiprašome. Pasirinkite kitą laiką arba susisiekite su mumis – padėsime jį rasti.',
      },
      cancelled: {
        subject: 'Vizitas atšauktas',
        heading: 'Jūsų vizitas atšauktas',
        lead: 'Jei norite susitikti kitu metu, pasirinkite naują laiką arba susisiekite su mumis.',
      },
      requestExpired: {
        subject: 'Nespėjome patvirtinti jūsų prašymo',
        heading: 'Nespėjome patvirtinti jūsų prašymo',
        lead: 'Atsiprašome, kad laiku neatsakėme. Šis laikas jums nebesaugomas: pasirinkite kitą arba susisiekite su mumis.',
      },
      declined: {
        subject: 'Negalime patvirtinti jūsų prašymo',
        heading: 'Negalime patvirtinti jūsų prašymo',
        lead: 'Atsiprašome, šiuo laiku jūsų priimti negalėsime. Pasirinkite kitą laiką arba susisiekite su mumis.',
      },
      replanned: {
        subject: 'Keičiame jūsų vizito laiką',
        heading: 'Keičiame jūsų vizito laiką',
        lead: 'Atsiprašome, šis laikas nebegalioja. Naują atsiųsime atskiru pranešimu.',
      },
      approved: {
        subject: 'Vizitas patvirtintas',
        heading: ({ nearness }) =>
          ({
            TODAY: 'Jūsų šiandienos vizitas patvirtintas',
            TOMORROW: 'Jūsų rytdienos vizitas patvirtintas',
            LATER: 'Jūsų vizitas patvirtintas',
          })[nearness],
        lead: 'Lauksime susitikimo su jumis.',
      },
      reminder: {
        subject: 'Priminimas',
        heading: ({ nearness }) =>
          ({ TODAY: 'Susitinkame šiandien', TOMORROW: 'Susitinkame rytoj', LATER: 'Primename apie jūsų vizitą' })[
            nearness
          ],
        lead: 'Jei laikas jums nebetinka, praneškite kuo anksčiau – galbūt jo laukia kitas žmogus.',
      },
      incident: {
        subject: 'Jūsų vizitas neįvyks, kaip planuota',
        heading: 'Jūsų vizitas neįvyks, kaip planuota',
        lead: 'Labai atsiprašome, atsirado nenumatyta kliūtis. Ieškome jums kito laiko ir netrukus susisieksime – jums nieko daryti nereikia.',
      },
      holdExpired: {
        subject: 'Laikas jums nebesaugomas',
        heading: 'Laikas jums nebesaugomas',
        lead: 'Registracija nebuvo užbaigta, todėl šis laikas vėl laisvas visiems. Jei jo dar norite, pasirinkite iš naujo.',
      },
    },
    provider: {
      booked: { subject: 'Naujas vizitas', heading: 'Naujas vizitas', lead: null },
      requested: {
        subject: 'Naujas prašymas',
        heading: 'Naujas prašymas laukia atsakymo',
        lead: 'Laikas klientui saugomas. Prašymą patvirtinkite arba atmeskite.',
      },
      movedByClient: {
        subject: 'Vizitas perkeltas',
        heading: 'Vizitas perkeltas',
        lead: 'Laiką pakeitė klientas.',
      },
      movedByUnit: {
        subject: 'Vizitas perkeltas',
        heading: 'Vizitas perkeltas',
        lead: ({ unit }) => `Laiką pakeitė ${unit}.`,
      },
      changed: {
        subject: 'Vizitas pakeistas',
        heading: 'Vizitas pakeistas',
        lead: 'Jis prasideda tuo pačiu laiku kaip ir anksčiau. Dabar vizitas toks:',
      },
      cancelledByClient: {
        subject: 'Vizitas atšauktas',
        heading: 'Vizitas atšauktas',
        lead: 'Jį atšaukė klientas. Jūsų laikas vėl laisvas.',
      },
      cancelledByUnit: {
        subject: 'Vizitas atšauktas',
        heading: 'Vizitas atšauktas',
        lead: ({ unit }) => `Jį atšaukė ${unit}. Jūsų laikas vėl laisvas.`,
      },
      cancelled: {
        subject: 'Vizito jūsų kalendoriuje nebėra',
        heading: 'Šio vizito jūsų kalendoriuje nebėra',
        lead: 'Jūsų laikas vėl laisvas.',
      },
      requestExpired: {
        subject: 'Prašymas nebegalioja',
        heading: 'Prašymas nebegalioja',
        lead: 'Į jį laiku neatsakyta. Jūsų laikas vėl laisvas.',
      },
      declined: { subject: 'Prašymas atmestas', heading: 'Prašymas atmestas', lead: 'Jūsų laikas vėl laisvas.' },
      replanned: {
        subject: 'Vizitas perplanuojamas',
        heading: 'Vizitas perplanuojamas',
        lead: 'Šis laikas nebegalioja. Apie naują pranešime atskirai.',
      },
      approved: {
        subject: 'Vizitas patvirtintas',
        heading: ({ nearness }) =>
          ({
            TODAY: 'Šiandienos vizitas patvirtintas',
            TOMORROW: 'Rytdienos vizitas patvirtintas',
            LATER: 'Vizitas patvirtintas',
          })[nearness],
        lead: null,
      },
      reminder: {
        subject: 'Priminimas',
        heading: ({ nearness }) =>
          ({ TODAY: 'Vizitas šiandien', TOMORROW: 'Vizitas rytoj', LATER: 'Primename apie vizitą' })[nearness],
        lead: null,
      },
      incident: {
        subject: 'Vizitas neįvyks, kaip planuota',
        heading: 'Vizitas neįvyks, kaip planuota',
        lead: 'Atsirado nenumatyta kliūtis, ieškoma kito laiko. Apie jį pranešime atskirai.',
      },
    },
    subject: (happened, what, when) => `${happened}: ${what}, ${when}`,
    code: {
      subject: (digits) => `${digits} – jūsų prisijungimo kodas`,
      heading: 'Jūsų prisijungimo kodas',
      lead: (minutes) => `Jis galioja ${counted(minutes, 'minutę', 'minutes', 'minučių')}. Niekam jo nesakykite.`,
      unasked: 'Jei kodo neprašėte, nieko daryti nereikia.',
      short: (unit, digits, minutes) =>
        `${digits} – jūsų prisijungimo kodas (${unit}). Galioja ${counted(minutes, 'minutę', 'minutes', 'minučių')}. Niekam jo nesakykite.`,
    },
    labels: {
      when: 'Kada',
      newTime: 'Naujas laikas',
      previousTime: 'Anksčiau',
      service: 'Paslauga',
      with: 'Pas ką',
      where: 'Kur',
      forWhom: 'Kam',
      client: 'Klientas',
      phone: 'Telefonas',
      notes: 'Pastabos',
      questions: 'Turite klausimų?',
    },
    before: (start) => `anksčiau: ${start}`,
    lasting: (service, minutes) => `${service}, ${minutes} min.`,
    actions: {
      change: 'Keisti arba atšaukti',
      chooseTime: 'Pasirinkti laiką',
      open: 'Peržiūrėti vizitą',
      answer: 'Peržiūrėti prašymą',
      addToCalendar: 'Įtraukti į kalendorių',
      addToGoogle: 'Įtraukti į „Google“ kalendorių',
    },
  },

  calendar: {
    clientTitle: (service, unit) => `${service} – ${unit}`,
    providerTitle: (service, client) => `${service}: ${client}`,
    cancelledTitle: (title) => `Atšaukta: ${title}`,
  },

  appointmentPage: {
    tab: (unit) => `Jūsų vizitas – ${unit}`,
    confirmed: { title: 'Jūsų vizitas patvirtintas', text: null },
    requested: {
      title: 'Jūsų prašymas laukia atsakymo',
      text: 'Šį laiką saugome jums. Kai tik prašymą patvirtinsime, parašysime.',
    },
    cancelled: { title: 'Šis vizitas atšauktas', text: 'Šis laikas jums nebesaugomas.' },
    declined: { title: 'Jūsų prašymo priimti negalėjome', text: 'Šis laikas jums nebesaugomas.' },
    over: { title: 'Šis vizitas jau praėjo', text: null },
    changeTitle: 'Norite pakeisti laiką ar atšaukti?',
    changeText: (unit) => `Susisiekite: ${unit}.`,
    notice: (length) => `Tai padarykite ne vėliau kaip prieš ${length}.`,
    noticeToMove: (length) => `Laiką pakeisti galima ne vėliau kaip prieš ${length}.`,
    noticeToCancel: (length) => `Atšaukti galima ne vėliau kaip prieš ${length}.`,
    lengths: {
      days: (count) => counted(count, 'dieną', 'dienas', 'dienų'),
      hours: (count) => counted(count, 'valandą', 'valandas', 'valandų'),
      minutes: (count) => counted(count, 'minutę', 'minutes', 'minučių'),
    },
    bookAnother: 'Registruotis dar kartą',
    subscribe: 'Prenumeruoti visus savo vizitus',
    subscribeHint: (unit) =>
      `Kalendoriaus programa gali rodyti visus jūsų vizitus (${unit}) ir pati pastebėti, kai kuris nors perkeliamas ar atšaukiamas.`,
    feedTitle: 'Visi jūsų vizitai kalendoriuje',
    feedText:
      'Užsiprenumeruokite vieną kartą. Toliau kalendoriaus programa pakeitimų ieškos pati, dažniausiai kelis kartus per dieną.',
    openFeed: 'Atverti kalendoriaus programą',
    googleFeed: 'Prenumeruoti „Google“ kalendoriuje',
    feedAddress: 'Kitai programai nukopijuokite šį adresą',
    feedSecret: 'Kas turi šį adresą, mato jūsų vizitus. Niekam jo neatskleiskite.',
    backToAppointment: 'Grįžti prie vizito',
    unknownTitle: 'Ši nuoroda niekur neveda',
    unknownText:
      'Galbūt trūksta adreso dalies arba nuoroda sena. Atverkite nuorodą iš naujausios gautos žinutės arba susisiekite su vieta, kurioje esate užsiregistravę.',
  },
}
