import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Search = Storage['getTargetValidationMetadatas'];
type Key = Parameters<Search>[0];

const remembered = new WeakSet<Storage>();

/**
 * class-validator searches the metadata of every class there is for each object that it validates: each route made every request slower, by a
 * tenth with some two hundred of them. What it finds for a class does not change once its decorators have run, so it is found once. Searches by
 * groups are left alone.
 */
export const rememberMetadata = (): void => {
  const storage = getMetadataStorage();
  if (remembered.has(storage)) return;
  remembered.add(storage);
  const search = storage.getTargetValidationMetadatas.bind(storage);
  const found = new Map<Key, ReturnType<Search>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (always || strictGroups || groups?.length) return search(target, schema, always, strictGroups, groups);
    const known = found.get(target) ?? search(target, schema, always, strictGroups, groups);
    found.set(target, known);
    return known;
  };
};
