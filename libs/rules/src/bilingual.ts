/** A text in both languages of the company. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
