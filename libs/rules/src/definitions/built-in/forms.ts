import { frameworks, type Framework, type QualificationFormContents } from '../qualification-form.ts';

type Element = QualificationFormContents['elements'][number];
type Asked = Pick<Element, 'name' | 'question'>;
type CodeOf<F extends Framework> = (typeof frameworks)[F][number];

const asked = (zh: string, en: string, zhQuestion: string, enQuestion: string): Asked => ({
  name: { zh, en },
  question: { zh: zhQuestion, en: enQuestion },
});

const note = 'mustBeMet, weight: default, not policy (the policy names the method and no weighting)';

const form = <F extends Framework>(
  framework: F,
  title: QualificationFormContents['title'],
  questions: Readonly<Record<CodeOf<F>, Asked>>,
  mustBeMet: readonly CodeOf<F>[],
): QualificationFormContents => ({
  ...{ id: framework, version: 1, title, notes: [note], framework },
  elements: frameworks[framework].map((code) => ({
    code,
    ...questions[code as CodeOf<F>],
    mustBeMet: mustBeMet.includes(code as CodeOf<F>),
    weight: 1,
  })),
});

/** Budget, authority, need, timeline (L113, L208, L230, L234). */
export const bantForm = form(
  'BANT',
  { zh: 'BANT 资质评估表', en: 'BANT form' },
  {
    budget: asked(
      '预算',
      'Budget',
      '客户为此安排了多少预算,资金从哪里来?',
      'How much money is set aside for this, and where does it come from?',
    ),
    authority: asked('决策权', 'Authority', '谁能决定购买,还需要谁同意?', 'Who can decide to buy, and who else has to agree?'),
    need: asked('需求', 'Need', '客户要解决什么问题,不解决会怎样?', 'Which problem is to be solved, and what if it is not?'),
    timeline: asked('时间', 'Timeline', '客户希望何时决定,何时投入使用?', 'When do they want to decide, and when to be using it?'),
  },
  ['budget', 'authority', 'need', 'timeline'],
);

const meddic = {
  metrics: asked('量化指标', 'Metrics', '客户用哪些数字衡量成效?', 'By which figures will the customer measure success?'),
  economicBuyer: asked('经济决策者', 'Economic buyer', '谁最终批准这笔支出?', 'Who finally releases the money?'),
  decisionCriteria: asked('决策标准', 'Decision criteria', '客户按哪些标准比较各家方案?', 'By which criteria are the offers compared?'),
  decisionProcess: asked(
    '决策流程',
    'Decision process',
    '从现在到签约要经过哪些步骤和人?',
    'Which steps and people lie between now and a signature?',
  ),
  identifyPain: asked('痛点', 'Identified pain', '最让客户为难的是什么,代价多大?', 'What hurts most, and what does it cost?'),
  champion: asked(
    '内部支持者',
    'Champion',
    '客户内部谁在推动此事,有多大影响力?',
    'Who drives it from within, and how much weight do they carry?',
  ),
};

/** What the customer-journey edition asks for in the second stage (L30). */
export const meddicForm = form('MEDDIC', { zh: 'MEDDIC 评估表', en: 'MEDDIC form' }, meddic, ['economicBuyer', 'identifyPain', 'champion']);

/** What the policy of seven stages asks for beside BANT (L113). */
export const meddpiccForm = form(
  'MEDDPICC',
  { zh: 'MEDDPICC 评估表', en: 'MEDDPICC form' },
  {
    ...meddic,
    paperProcess: asked(
      '采购与合同手续',
      'Paper process',
      '采购、法务和签署各要多久,按什么顺序?',
      'How long do purchasing, legal review and signing take, in which order?',
    ),
    competition: asked(
      '竞争',
      'Competition',
      '客户还在考虑谁,包括自行解决或暂不行动?',
      'Whom else are they considering, themselves and doing nothing included?',
    ),
  },
  ['economicBuyer', 'identifyPain', 'champion'],
);

/** Questions in the order of a conversation (L30). */
export const spinForm = form(
  'SPIN',
  { zh: 'SPIN 提问表', en: 'SPIN form' },
  {
    situation: asked('现状', 'Situation', '客户现在是怎么做的?', 'How is it done today?'),
    problem: asked('问题', 'Problem', '现在的做法哪里不够好?', 'Where does that fall short?'),
    implication: asked('影响', 'Implication', '这些不足会带来什么后果?', 'What follows from that?'),
    needPayoff: asked('价值', 'Need and payoff', '问题解决后对客户意味着什么?', 'What would it be worth to have it solved?'),
  },
  [],
);
