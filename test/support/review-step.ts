import type { MatrixStep } from '#rules';

/** Product and research review a solution, each for themself. */
export const reviewStep: MatrixStep = {
  ...{ name: { zh: '方案评审', en: 'Review' }, roles: ['PRODUCT', 'RND'], decides: 'all' },
  ...{ within: { workdays: 2 }, escalatesTo: ['MANAGEMENT'] },
};
