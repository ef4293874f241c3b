export { inMemoryKeyVault } from './in-memory-key-vault.ts';
export { keyedDigest } from './keyed-digest.ts';
export { MasterKeyFault, masterKeyFromBase64, masterKeyFromFile } from './master-key.ts';
export { holdsKeys, openPostgresKeyVault, randomKeys, rotateMasterKey, type KeyVaultOptions, type NewKey } from './postgres-key-vault.ts';
