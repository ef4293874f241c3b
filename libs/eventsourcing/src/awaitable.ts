/** There already, or on its way: what is asked of memory at every command is not worth waiting for. */
export type Awaitable<T> = T | Promise<T>;

/** What follows from it: at once where it is there already. */
export const andThen = <T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> =>
  value instanceof Promise ? value.then(next) : next(value);
