// Passwords and tokens on the command line and in addresses: what is written down or printed says `***` for them.

/** What stands for what is not told. */
export const HIDDEN = '***';

const SECRET_NAME = /pass(?:word|wd|phrase)|token|secret|api-?_?key|auth|credential|signature/i;
/** Names of parts of an address that would say too little elsewhere. */
const SECRET_QUERY = /^(?:key|sig)$/i;
const URL_USER = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i;
const QUERY_PART = /([?&#;])([^=&;#]+)=([^&;#]*)/g;

/** Whether an option or a part of an address with this name holds something that nobody else should know. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** An address without user, password and tokens; other texts as they are. */
export function withoutSecrets(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return text
    .replace(URL_USER, `$1${HIDDEN}@`)
    .replace(QUERY_PART, (part, mark: string, name: string) =>
      isSecretName(name) || SECRET_QUERY.test(name) ? `${mark}${name}=${HIDDEN}` : part,
    );
}
