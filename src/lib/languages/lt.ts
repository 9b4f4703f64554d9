import type { Words } from './words.ts'

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
}
