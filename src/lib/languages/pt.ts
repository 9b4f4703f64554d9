import type { Words } from './words.ts'

export const pt: Words = {
  unitsTitle: 'Marcar uma visita',
  unitsIntro: 'Escolha onde quer ir.',
  noUnits: 'Aqui ainda não é possível fazer marcações.',
  moreUnits: 'Mais locais',
  unknownUnitTitle: 'Não existe aqui nenhuma página de marcações',
  unknownUnitText: 'O endereço pode ter um erro, ou este local já não aceita marcações online.',
  seeUnits: 'Ver onde é possível marcar',
  troubleTitle: 'De momento não conseguimos mostrar esta página',
  troubleText: 'A falha é nossa e costuma passar dentro de um minuto.',
  tryAgain: 'Tentar de novo',
  language: 'Idioma',
  bookAt: (unit) => `Marcações – ${unit}`,
  bookAtDescription: (unit) =>
    `${unit}: escolha um serviço e uma hora livre. A hora fica reservada para si enquanto faz a marcação.`,
}
