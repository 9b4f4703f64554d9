import fc from 'fast-check'

/** Text as people type it, and as somebody types it who knows how calendars are written. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '\r\n',
        '\r',
        '\n',
        '\n ',
        '\t',
        '\v',
        '\f',
        '\0',
        '\u0007',
        '\u0085',
        '\u2028',
        '\u2029',
        '\ufeff',
      ),
      fc.constantFrom('"', ';', ':', ',', '=', '\\', '\\n', '\\,', '^', '^n', "^'", '^^', '%', '%0D%0A', '?', ' ', '@'),
      fc.constantFrom(
        '👩‍👩‍👧‍👦',
        '🇱🇹🇵🇹',
        'ž',
        'z\u030c',
        'ŽĄSIS',
        '\u200fשלום',
        '\u202e',
        '\ud800',
        '\udc00',
        'e\u0301\u0302\u0303',
      ),
      fc.constantFrom('END:VEVENT', 'BEGIN:VALARM', 'ATTENDEE:mailto:evil@example.com', ';X-INJECTED=1', 'mailto:'),
      fc.constantFrom('x'.repeat(74), 'ą'.repeat(40), '👍🏽'.repeat(30), `o${'\u0301'.repeat(60)}`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
