/** Numbers from 0 up to 1, the same each time. */
export function seeded(): () => number {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
