/**
 * Takes samples of several things in turn, so that whatever else the machine does meets all of them alike. The order
 * is turned around in every other round.
 *
 * @returns the samples of each, in order
 */
export async function interleave<Name extends string>(
  rounds: number,
  things: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(things) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) samples[name].push(await things[name]());
  }
  return samples;
}
