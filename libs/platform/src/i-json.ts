/** The text is not I-JSON (RFC 7493), or nested too deep. `path` names the member: `amount.minor`, `items[3].name`; empty for the whole. */
export class NotIJson extends Error {
  override readonly name = 'NotIJson';
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path ? `${path}: ${reason}` : reason);
  }
}

const maximumDepth = 32;
const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Everything but quotes, backslashes and control characters. */
const plainString = /"[ !#-[\]-\u{10ffff}]*"/uy;
const anyString = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const literals: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
/** Names that some code takes for the prototype. */
const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

class Parser {
  #at = 0;
  readonly #path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.#value();
    this.#skip();
    return this.#at < this.text.length ? this.#unexpected() : value;
  }

  #fail(reason: string): never {
    const path = this.#path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    throw new NotIJson(path.replace(/^\./, '').slice(0, 200).toWellFormed(), reason);
  }

  #unexpected(): never {
    return this.#fail(
      this.#at < this.text.length ? `not JSON: unexpected character at position ${this.#at}` : 'not JSON: it ends too early',
    );
  }

  #skip(): void {
    space.lastIndex = this.#at;
    space.test(this.text);
    this.#at = space.lastIndex;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.text)) return undefined;
    const found = this.text.slice(this.#at, pattern.lastIndex);
    this.#at = pattern.lastIndex;
    return found;
  }

  #value(): unknown {
    this.#skip();
    switch (this.text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      case 't':
      case 'f':
      case 'n':
        return this.#literal();
      default:
        return this.#number();
    }
  }

  #string(): string {
    const plain = this.#match(plainString);
    const value = plain === undefined ? (JSON.parse(this.#match(anyString) ?? this.#unexpected()) as string) : plain.slice(1, -1);
    if (!value.isWellFormed()) this.#fail('holds a lone surrogate, which is not text');
    if (value.includes('\u0000')) this.#fail('holds the character U+0000, which cannot be stored');
    return value;
  }

  #number(): number {
    const value = Number(this.#match(number) ?? this.#unexpected());
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      this.#fail('is beyond ±(2^53−1), which is the largest integer that is kept exactly');
    return value;
  }

  #literal(): boolean | null {
    for (const [word, value] of literals)
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    return this.#unexpected();
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#items('}', () => this.#member(object));
    return object;
  }

  #member(object: Record<string, unknown>): void {
    const name = this.text[this.#at] === '"' ? this.#string() : this.#unexpected();
    this.#path.push(name);
    if (reservedNames.has(name)) this.#fail('this name is reserved');
    if (Object.hasOwn(object, name)) this.#fail('this member is there twice');
    this.#skip();
    if (this.text[this.#at] !== ':') this.#unexpected();
    this.#at += 1;
    object[name] = this.#value();
    this.#path.pop();
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    this.#items(']', () => {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
    });
    return array;
  }

  /** Items up to the closing bracket, from the opening one on. */
  #items(closing: string, item: () => void): void {
    if (this.#path.length >= maximumDepth) this.#fail(`nested deeper than ${maximumDepth} levels`);
    this.#at += 1;
    this.#skip();
    if (this.text[this.#at] === closing) return void (this.#at += 1);
    for (;;) {
      item();
      this.#skip();
      const next = this.text[this.#at];
      if (next !== ',' && next !== closing) this.#unexpected();
      this.#at += 1;
      if (next === closing) return;
      this.#skip();
    }
  }
}

/**
 * Parses JSON as the wire wants it: no member twice, no lone surrogates, no `\u0000`, no integer beyond ±(2^53−1), at most 32 levels.
 * A general parser keeps the last of two members and rounds a large integer without a word, and so would record what nobody said.
 */
export const parseIJson = (text: string): unknown => new Parser(text).whole();

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** {@link parseIJson} of bytes, which must be UTF-8 without a byte order mark. */
export const parseIJsonBytes = (bytes: Uint8Array): unknown => parseIJson(decodeUtf8(bytes));

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new NotIJson('', 'not UTF-8');
  }
};
