export const HELP = `Usage: npm run faults -- [--scenarios N] [--seed S] [--record] [--json]
       npm run faults -- --seed S --scenario I [--trace] [--json]
       npm run faults -- --outage [--conversations N] [--json]

Plays random scenarios against the real Lambdas, stores and stand-ins, in
simulated time, with faults at every boundary, and compares all that CartaAI
ever accepted with what was said. See docs/faults.md.

  --scenarios N      how many (default 300)
  --seed S           any text; the same seed gives the same scenarios
                     (default a new one, which is printed)
  --scenario I       only the I-th scenario of the seed, from 0; if it does
                     damage it is shrunk, and its schedule printed
  --trace            prints everything that happens in that scenario
  --record           also writes the figures into docs/faults.md
  --outage           instead: CartaAI is away for six hours while N
                     conversations (default 2000) go on talking
  --json             prints one JSON object
  --help             prints this

Exit status: 0 nothing was damaged; 1 something was; 2 the command line is wrong.
`;
