import { fullClock, plainRange, readTable, type WordedDate } from './time-words.ts'
import type { Words } from './words.ts'

const months = 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' ')
const weekdays = 'segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo'.split(' ')

const dayAndMonth = ({ day, month }: WordedDate) => `${day} de ${months[month - 1]}`
const weekdayOf = ({ weekday }: WordedDate) => weekdays[weekday - 1] ?? ''
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Cities with a Portuguese name, or an article. */
const ofCity = readTable(`
  Amsterdam: de Amesterdão, Athens: de Atenas, Azores: dos Açores, Berlin: de Berlim, Brussels: de Bruxelas,
  Bucharest: de Bucareste, Budapest: de Budapeste, Cairo: do Cairo, Cape Verde: de Cabo Verde, Copenhagen: de Copenhaga,
  Dublin: de Dublim, Helsinki: de Helsínquia, Istanbul: de Istambul, Jerusalem: de Jerusalém, Kyiv: de Kiev,
  Lisbon: de Lisboa, London: de Londres, Los Angeles: de Los Angeles, Luanda: de Luanda, Luxembourg: do Luxemburgo,
  Macau: de Macau, Madeira: da Madeira, Madrid: de Madrid, Maputo: de Maputo, New York: de Nova Iorque, Oslo: de Oslo,
  Paris: de Paris, Prague: de Praga, Riga: de Riga, Rome: de Roma, Sao Paulo: de São Paulo, Singapore: de Singapura,
  Stockholm: de Estocolmo, Sydney: de Sydney, Tallinn: de Taline, Tokyo: de Tóquio, Toronto: de Toronto,
  Vienna: de Viena, Vilnius: de Vílnius, Warsaw: de Varsóvia, Zurich: de Zurique`)

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

  times: {
    locale: 'pt-PT',
    fullDay: (date) => `${capital(weekdayOf(date))}, ${dayAndMonth(date)} de ${date.year}`,
    day: (date) => `${weekdayOf(date)}, ${dayAndMonth(date)}`,
    clock: fullClock,
    range: plainRange,
    dayAndTime: (day, time) => `${day}, ${time.startsWith('01:') ? 'à' : 'às'} ${time}`,
    // Intl says »Hora do Nepal«, and »Hora padrão do Irão« where there is no other.
    zone: (city, generic) =>
      ofCity.has(city) ? `hora ${ofCity.get(city)}` : generic.replace(/^Hora( padrão)?/i, 'hora'),
    inZone: (time, zone) => `${time}, ${zone}`,
    today: 'hoje',
    tomorrow: 'amanhã',
  },

  messages: {
    client: {
      booked: {
        subject: 'Marcação feita',
        heading: 'A sua marcação está feita',
        lead: 'Esperamos por si.',
      },
      requested: {
        subject: 'Recebemos o seu pedido',
        heading: 'Recebemos o seu pedido',
        lead: 'A hora fica guardada para si. Escrevemos-lhe assim que o pedido for confirmado.',
      },
      movedByClient: {
        subject: 'Nova hora',
        heading: 'A sua marcação tem uma nova hora',
        lead: 'Esperamos por si.',
      },
      movedByUnit: {
        subject: 'A sua marcação mudou de hora',
        heading: 'Tivemos de mudar a hora da sua marcação',
        lead: 'Pedimos desculpa pelo incómodo. Se a nova hora não lhe convier, escolha outra ou contacte-nos.',
      },
      changed: {
        subject: 'A sua marcação foi alterada',
        heading: 'A sua marcação foi alterada',
        lead: 'Começa à mesma hora que antes. É assim que está agora:',
      },
      cancelledByClient: {
        subject: 'Marcação cancelada',
        heading: 'A sua marcação foi cancelada',
        lead: 'Cancelámo-la a seu pedido. Quando precisar de uma nova hora, cá estaremos.',
      },
      cancelledByUnit: {
        subject: 'Temos de cancelar a sua marcação',
        heading: 'Tivemos de cancelar a sua marcação',
        lead: 'Pedimos imensa desculpa. Escolha outra hora ou contacte-nos: ajudamos a encontrar uma que lhe convenha.',
      },
      cancelled: {
        subject: 'Marcação cancelada',
        heading: 'A sua marcação foi cancelada',
        lead: 'Se lhe convier outra altura, escolha uma nova hora ou contacte-nos.',
      },
      requestExpired: {
        subject: 'O seu pedido não foi confirmado a tempo',
        heading: 'Não confirmámos o seu pedido a tempo',
        lead: 'Pedimos desculpa. A hora já não está guardada para si: escolha outra ou contacte-nos.',
      },
      declined: {
        subject: 'Não podemos aceitar o seu pedido',
        heading: 'Não podemos aceitar o seu pedido',
        lead: 'Lamentamos que esta hora não seja possível. Escolha outra ou contacte-nos.',
      },
      replanned: {
        subject: 'A sua marcação está a ser reagendada',
        heading: 'A sua marcação está a ser reagendada',
        lead: 'Pedimos desculpa: esta hora ficou sem efeito. Recebe a nova noutra mensagem.',
      },
      approved: {
        subject: 'Marcação confirmada',
        heading: ({ nearness }) =>
          ({
            TODAY: 'A sua marcação de hoje está confirmada',
            TOMORROW: 'A sua marcação de amanhã está confirmada',
            LATER: 'A sua marcação está confirmada',
          })[nearness],
        lead: 'Esperamos por si.',
      },
      reminder: {
        subject: 'Lembrete',
        heading: ({ nearness }) =>
          ({ TODAY: 'Até logo!', TOMORROW: 'Até amanhã!', LATER: 'Lembrete da sua marcação' })[nearness],
        lead: 'Se a hora já não lhe convier, avise-nos o mais cedo possível: pode fazer falta a outra pessoa.',
      },
      incident: {
        subject: 'Imprevisto com a sua marcação',
        heading: 'A sua marcação não pode realizar-se como previsto',
        lead: 'Pedimos imensa desculpa: surgiu um imprevisto. Estamos a procurar outra hora e daremos notícias em breve. Não precisa de fazer nada.',
      },
      holdExpired: {
        subject: 'A hora já não está guardada para si',
        heading: 'A hora já não está guardada para si',
        lead: 'A marcação não foi concluída e a hora voltou a ficar livre. Se ainda a quiser, escolha-a de novo.',
      },
    },
    provider: {
      booked: { subject: 'Nova marcação', heading: 'Nova marcação', lead: null },
      requested: {
        subject: 'Novo pedido',
        heading: 'Um novo pedido aguarda resposta',
        lead: 'A hora está guardada para o cliente. Confirme ou recuse o pedido.',
      },
      movedByClient: {
        subject: 'Marcação com nova hora',
        heading: 'Marcação com nova hora',
        lead: 'O cliente escolheu outra hora.',
      },
      movedByUnit: {
        subject: 'Marcação com nova hora',
        heading: 'Marcação com nova hora',
        lead: ({ unit }) => `A hora foi alterada por ${unit}.`,
      },
      changed: {
        subject: 'Marcação alterada',
        heading: 'Marcação alterada',
        lead: 'Começa à mesma hora que antes. É assim que está agora:',
      },
      cancelledByClient: {
        subject: 'Marcação cancelada',
        heading: 'Marcação cancelada',
        lead: 'O cliente cancelou-a. A sua hora está de novo livre.',
      },
      cancelledByUnit: {
        subject: 'Marcação cancelada',
        heading: 'Marcação cancelada',
        lead: ({ unit }) => `Foi cancelada por ${unit}. A sua hora está de novo livre.`,
      },
      cancelled: {
        subject: 'Já não está no seu calendário',
        heading: 'Esta marcação já não está no seu calendário',
        lead: 'A sua hora está de novo livre.',
      },
      requestExpired: {
        subject: 'Pedido sem efeito',
        heading: 'Um pedido ficou sem efeito',
        lead: 'Ninguém lhe respondeu a tempo. A sua hora está de novo livre.',
      },
      declined: { subject: 'Pedido recusado', heading: 'Pedido recusado', lead: 'A sua hora está de novo livre.' },
      replanned: {
        subject: 'Marcação a reagendar',
        heading: 'Marcação a ser reagendada',
        lead: 'Esta hora ficou sem efeito. Recebe a nova noutra mensagem.',
      },
      approved: {
        subject: 'Marcação confirmada',
        heading: ({ nearness }) =>
          ({
            TODAY: 'A marcação de hoje está confirmada',
            TOMORROW: 'A marcação de amanhã está confirmada',
            LATER: 'Marcação confirmada',
          })[nearness],
        lead: null,
      },
      reminder: {
        subject: 'Lembrete',
        heading: ({ nearness }) =>
          ({ TODAY: 'Marcação para hoje', TOMORROW: 'Marcação para amanhã', LATER: 'Lembrete de uma marcação' })[
            nearness
          ],
        lead: null,
      },
      incident: {
        subject: 'Imprevisto com uma marcação',
        heading: 'Uma marcação não pode realizar-se como previsto',
        lead: 'Surgiu um imprevisto e está a procurar-se outra hora. Recebe-a noutra mensagem.',
      },
    },
    subject: (happened, what, when) => `${happened}: ${what}, ${when}`,
    code: {
      subject: (digits) => `${digits} é o seu código de acesso`,
      heading: 'O seu código de acesso',
      lead: (minutes) =>
        `É válido durante ${minutes} ${minutes === 1 ? 'minuto' : 'minutos'}. Não o partilhe com ninguém.`,
      unasked: 'Se não pediu nenhum código, não precisa de fazer nada.',
      short: (unit, digits, minutes) =>
        `${digits} é o seu código de acesso (${unit}). Válido durante ${minutes} ${minutes === 1 ? 'minuto' : 'minutos'}. Não o partilhe com ninguém.`,
    },
    labels: {
      when: 'Quando',
      newTime: 'Nova hora',
      previousTime: 'Antes',
      service: 'Serviço',
      with: 'Com',
      where: 'Onde',
      forWhom: 'Para',
      client: 'Cliente',
      phone: 'Telefone',
      notes: 'Notas',
      questions: 'Dúvidas?',
    },
    before: (start) => `antes: ${start}`,
    lasting: (service, minutes) => `${service}, ${minutes} min`,
    actions: {
      change: 'Alterar ou cancelar',
      chooseTime: 'Escolher uma hora',
      open: 'Abrir a marcação',
      answer: 'Ver o pedido',
      addToCalendar: 'Adicionar ao calendário',
      addToGoogle: 'Adicionar ao Google Calendar',
    },
  },

  calendar: {
    clientTitle: (service, unit) => `${service} – ${unit}`,
    providerTitle: (service, client) => `${service}: ${client}`,
    cancelledTitle: (title) => `Cancelada: ${title}`,
  },

  appointmentPage: {
    tab: (unit) => `A sua marcação – ${unit}`,
    confirmed: { title: 'A sua marcação está confirmada', text: null },
    requested: {
      title: 'O seu pedido aguarda resposta',
      text: 'A hora está reservada para si. Escrevemos-lhe assim que for confirmada.',
    },
    cancelled: { title: 'Esta marcação foi cancelada', text: 'A hora já não está reservada para si.' },
    declined: { title: 'Não foi possível aceitar o seu pedido', text: 'A hora já não está reservada para si.' },
    over: { title: 'Esta marcação já passou', text: null },
    changeTitle: 'Para alterar ou cancelar',
    changeText: (unit) => `Entre em contacto: ${unit}.`,
    notice: (length) => `Por favor, com pelo menos ${length} de antecedência.`,
    noticeToMove: (length) => `A hora pode ser alterada até ${length} antes do início.`,
    noticeToCancel: (length) => `A marcação pode ser cancelada até ${length} antes do início.`,
    lengths: {
      days: (count) => `${count} ${count === 1 ? 'dia' : 'dias'}`,
      hours: (count) => `${count} ${count === 1 ? 'hora' : 'horas'}`,
      minutes: (count) => `${count} ${count === 1 ? 'minuto' : 'minutos'}`,
    },
    bookAnother: 'Fazer outra marcação',
    subscribe: 'Subscrever todas as minhas marcações',
    subscribeHint: (unit) =>
      `O seu programa de calendário pode mostrar todas as suas marcações (${unit}) e acompanhar quando alguma é alterada ou cancelada.`,
    feedTitle: 'Todas as suas marcações no calendário',
    feedText:
      'Basta subscrever uma vez. Depois, o programa de calendário procura alterações sozinho, em geral algumas vezes por dia.',
    openFeed: 'Abrir o programa de calendário',
    googleFeed: 'Subscrever no Google Calendar',
    feedAddress: 'Para outro programa, copie este endereço',
    feedSecret: 'Quem tiver este endereço vê as suas marcações. Não o partilhe.',
    backToAppointment: 'Voltar à marcação',
    unknownTitle: 'Esta ligação não leva a lado nenhum',
    unknownText:
      'Talvez falte uma parte do endereço ou a ligação seja antiga. Abra a ligação da mensagem mais recente que recebeu ou contacte o local onde tem a marcação.',
  },
}
