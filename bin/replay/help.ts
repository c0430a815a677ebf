import { QUEUE_NAMES } from "../../functions/dead-letters/queue-kinds.ts";

export const HELP = `Usage: npm run replay -- COMMAND [OPTIONS]

Brings dead letters back: events that could not be applied and were put aside.

Commands
  list      shows them
  preview   says for each what run would do, and what it would come after
  run       sends them back to their queue, each conversation's in their order, and
            removes those that were applied already or are superseded
              --rate N           events a second (default 100)
              --force            also those of which nobody can tell whether they were
                                 applied; they may then stand there twice
              --wait TIME        how long to wait for the outcome (default 1m)
              --no-wait
  discard   deletes some for good
              --ids ID,…         which ones
              --reason TEXT      why; it is recorded

Which (list, preview, run); all that are given have to hold
  --business NAME    CartaAI's subdomain
  --phone NUMBER     the person, by any number or id of theirs
  --user-id ID
  --type TYPE        message, state, order; of turns: text, choice, audio, image, …
  --class CLASS      permanent, exhausted, malformed; undelivered: moved by SQS itself
  --reason REASON    as list shows it: http-422, unreachable, outcome-unprovable, …
  --since TIME       dead since then: 2h, 3d, 2026-03-01, 2026-03-01T12:00:00Z
  --until TIME
  --ids ID,…         as list shows them; a WhatsApp message id will do too
  --limit N          at most so many; what travelled as one message stays together

How
  --queue NAME       ${QUEUE_NAMES.join(" or ")} (default sync)
  --json             one JSON object on standard output
  --show-content     with who wrote and what (list, preview)
  --help             prints this

Where (default: the variables in brackets; with both endpoints, npm start's own names)
  --stage NAME       what npm run deploy has deployed (cdk-outputs.json): all of them
  --queue-url URL [SYNC_QUEUE_URL]           --dlq-url URL [SYNC_DLQ_URL]
  with --queue turns [TURNS_QUEUE_URL]       [TURNS_DLQ_URL]
  --sessions-table NAME [SESSIONS_TABLE]     --identities-table NAME [IDENTITIES_TABLE]
  --sqs-endpoint URL [AWS_ENDPOINT_URL_SQS]  --dynamodb-endpoint URL [AWS_ENDPOINT_URL_DYNAMODB]
Without endpoints: AWS, with its usual credentials and region. Variables may stand in .env.

SQS shows a queue by handing its messages out: while a command looks, dead letters are
hidden from others, and of one conversation at most 10 come up at a time: list and
preview mark the tenth with "(more)" if there may be more, run goes on to them. All are
given back at the end; after a command was killed that takes up to two minutes.

What is deleted without being applied is a line in replay.log [REPLAY_LOG], and on
standard error.

Ctrl-C stops after what is under way; the same command continues. It is safe to run
twice, and by two people at once.

Exit status: 0 done; 1 failed, or something is left; 2 the command line is wrong.
`;
