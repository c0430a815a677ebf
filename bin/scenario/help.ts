export const HELP = `Usage: npm run scenario -- NAME [options]
       npm run scenario -- --list

Plays a named scenario in the system that \`npm start\` runs, step by step, and
prints the curl that does the same.

  --list       prints the scenarios
  --no-wait    does not wait for its end
  --url URL    default http://localhost:3000
  --help       prints this

Exit status: 0 it was played to its end; 1 it failed or was stopped, or no
console answers; 2 the command line is wrong.
`;
