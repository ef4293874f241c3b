import type { ScoringModelContents } from '../scoring-model.ts';

/** Points for what a lead does and for what is known of it, and the threshold from which it counts as marketing-qualified (L105). */
export const standardScoring: ScoringModelContents = {
  id: 'standard',
  version: 1,
  title: { zh: '标准线索评分模型', en: 'Standard lead scoring model' },
  notes: [
    'Every point, half-life and threshold: default, not policy (the policy asks for behaviour, completeness and a threshold, L105, and states no figure)',
  ],
  behaviour: [
    {
      code: 'touch',
      name: { zh: '互动(邮件、电话、社交媒体)', en: 'Touch by mail, telephone or social media' },
      signal: 'touch',
      points: 3,
      atMost: 15,
      halfLifeDays: 30,
    },
    { code: 'download', name: { zh: '下载资料', en: 'Download of content' }, signal: 'download', points: 10, atMost: 20, halfLifeDays: 60 },
    {
      code: 'attendance',
      name: { zh: '参加活动或研讨会', en: 'Attendance of an event or webinar' },
      signal: 'attendance',
      points: 15,
      atMost: 30,
      halfLifeDays: 90,
    },
    { code: 'visit', name: { zh: '访问网站', en: 'Visit of the website' }, signal: 'visit', points: 2, atMost: 10, halfLifeDays: 14 },
    { code: 'reply', name: { zh: '回复联系', en: 'Reply to a contact' }, signal: 'reply', points: 10, atMost: 20, halfLifeDays: 60 },
  ],
  completeness: [
    { code: 'company', name: { zh: '公司', en: 'Company' }, field: 'company', points: 5 },
    { code: 'contact', name: { zh: '联系人', en: 'Contact' }, field: 'contactName', points: 5 },
    { code: 'email', name: { zh: '电子邮件', en: 'E-mail address' }, field: 'email', points: 5 },
    { code: 'phone', name: { zh: '电话', en: 'Telephone number' }, field: 'phone', points: 5 },
    { code: 'industry', name: { zh: '行业', en: 'Industry' }, field: 'industry', points: 5 },
    { code: 'companySize', name: { zh: '公司规模', en: 'Size of the company' }, field: 'companySize', points: 5 },
    { code: 'need', name: { zh: '初步需求', en: 'First need' }, field: 'need', points: 15 },
  ],
  scale: 100,
  mqlThreshold: 50,
};
