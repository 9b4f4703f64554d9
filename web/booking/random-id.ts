/** 32 hexadecimal digits. Not crypto.randomUUID: browsers keep that from pages served over plain HTTP. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
