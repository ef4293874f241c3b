/** Words that say which kind of company it is, in the languages of the company. */
const legalForms =
  /股份有限公司|有限责任公司|有限公司|集团|\b(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|plc|gmbh|ag|kg|sa|sarl|bv|oy|ab|group|holding|holdings)\b/gu;

/** A company's name without what is only a way of writing it: case, width, punctuation, legal form. Two leads with one key may be of one company. */
export const companyKeyOf = (company: string): string => {
  const plain = company.normalize('NFKC').toLowerCase();
  const bare = plain
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(legalForms, ' ')
    .replace(/\s+/g, '');
  return bare === '' ? plain.trim() : bare;
};
