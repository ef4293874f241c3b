export * from './application/marketing.commands.ts';
export * from './domain/campaign.ts';
export * from './domain/marketing.decider.ts';
