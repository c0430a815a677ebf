export const HELP = `Usage: npm run payloads -- [--json] FILE|FOLDER…

Reads WhatsApp webhook bodies and tells what becomes of each item in them:
handled, placeholder, ignored or lost, with the event that would be published.

  FILE      a webhook body, or a collection { "name": body } of them
  FOLDER    every *.json in it, however deep
  --json    prints one JSON object instead of lines
  --help    prints this

Exit status: 0 nothing is lost; 1 something is lost, or a file cannot be read
or is no webhook; 2 the command line is wrong.
`;
