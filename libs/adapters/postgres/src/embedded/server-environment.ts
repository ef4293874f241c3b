/** What Postgres' programs see of the environment: none of the app's secrets, no PG* variable that would change their behaviour, messages in English. */
export const serverEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };
