/** What an SMS costs: it is paid for by the part. */
export type SmsLength = {
  /** As people count, not as the network does. */
  readonly characters: number
  readonly parts: number
  /** `UCS-2` as soon as one character is not in the plain table of GSM 03.38. */
  readonly alphabet: 'GSM-7' | 'UCS-2'
}

const basic = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà[\\\]^{|}~€]*$/
/** These take an escape before them: two places each. */
const extended = /[[\\\]^{|}~€]/g

/** Length of a text as an SMS; parts of a longer one lose room to the header that joins them. */
export function smsLength(text: string): SmsLength {
  const isPlain = basic.test(text)
  const places = isPlain ? text.length + (text.match(extended)?.length ?? 0) : text.length
  const [single, joined] = isPlain ? [160, 153] : [70, 67]
  return {
    characters: Array.from(text).length,
    parts: places <= single ? 1 : Math.ceil(places / joined),
    alphabet: isPlain ? 'GSM-7' : 'UCS-2',
  }
}
