import { builtInDefinitions, frameworks, hashOf, type Form, type Framework, type QualificationFormContents } from '#rules';

/** Contents as a published form. */
export const formBy = (contents: QualificationFormContents): Form => {
  const { id, version } = contents;
  return { ...{ kind: 'qualificationForm', id, version, contents }, sha256: hashOf(contents), effectiveFrom: '2026-01-01T00:00:00.000Z' };
};

const published = builtInDefinitions.flatMap((each) => (each.kind === 'qualificationForm' ? [formBy(each.contents)] : []));

/** The forms that come with the program, by method. */
export const builtInForms = Object.fromEntries(
  Object.keys(frameworks).map((framework) => [framework, published.find(({ id }) => id === framework)]),
) as Readonly<Record<Framework, Form>>;

/** The BANT form of a company that also asks for a sponsor. */
export const bantWithSponsor = (mustBeMet = true, weight = 1): Form =>
  formBy({
    ...builtInForms.BANT.contents,
    version: 2,
    elements: [
      ...builtInForms.BANT.contents.elements,
      {
        ...{ code: 'sponsor', mustBeMet, weight },
        name: { zh: '发起人', en: 'Sponsor' },
        question: { zh: '客户内部由谁发起?', en: 'Who at the customer’s stands behind it?' },
      },
    ],
  });
