export const HELP = `Usage: npm run forget -- --phone NUMBER --sub-domain NAME [OPTIONS]

Erases what is stored about a person at a restaurant: every identifier that leads to
their conversations, the conversations' sessions and turns, and what the bot
remembers of them. Says what lives elsewhere.

  --phone NUMBER      with its country's code: +51999999999
  --user-id ID        Meta's business-scoped user id; one of the two, or both
  --sub-domain NAME   the restaurant, as CartaAI names it
  --local-id ID       one branch only; default: all that are registered
  --preview           counts, and erases nothing
  --even-under-way    also while something of theirs is being answered or tried

  --stage NAME        what npm run deploy has deployed (cdk-outputs.json); or by
                      variables: BUSINESSES_TABLE, IDENTITIES_TABLE, SESSIONS_TABLE,
                      TURNS_TABLE, CHECKPOINTS_TABLE.
                      AWS_ENDPOINT_URL_DYNAMODB as npm start prints it for its own
  --json              prints one JSON object
  --help              prints this

Exit status: 0 erased, or nothing was there; 1 something is under way, or a table
did not answer; 2 the command line is wrong.
`;
