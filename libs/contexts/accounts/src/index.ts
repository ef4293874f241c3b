export * from './application/account.commands.ts';
export * from './domain/account-command.ts';
export * from './domain/account.decider.ts';
export * from './domain/contact.decider.ts';
