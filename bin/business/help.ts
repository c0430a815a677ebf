export const HELP = `Usage: npm run business -- COMMAND [OPTIONS]

Manages which restaurant a WhatsApp number belongs to: the businesses table, and the
secrets with their WhatsApp tokens.

Commands
  add      registers a business
             --phone-number-id ID    Meta's id of its phone number (digits)
             --name NAME
             --sub-domain NAME       the tenant, as CartaAI names it
             [--local-id ID]         the branch at CartaAI
             [--bot-id ID]           the bot at CartaAI
             [--token-file FILE]     its WhatsApp token: checked at Meta, then kept in
                                     Secrets Manager. /dev/stdin reads what is piped
             [--unchecked]           does not ask Meta
             [--token-secret-id ID]  or a secret {"token":"…"} that is there already
             [--currency CODE]       of its prices, such as USD (default PEN)
             [--language CODE]       es, en, fr or pt: what customers are spoken to in until
                                     their words tell (default es)
             [--calling-code CODE]   of phone numbers typed without one (default +51)
             [--replace]             takes the place of the one with that phone number id
  token    puts another token into its secret: used within five minutes
             --phone-number-id ID --token-file FILE [--unchecked]
  list     prints all of them
             [--json]                as one JSON object
  remove   removes one, and marks the secret of its token for deletion
             --phone-number-id ID

Where
  --stage NAME      what npm run deploy has deployed (cdk-outputs.json), or:
  --table NAME      default: BUSINESSES_TABLE; with an endpoint, "businesses"
  --endpoint URL    default: AWS_ENDPOINT_URL_DYNAMODB, else AWS with its usual
                    credentials and region. npm start prints its own endpoint
  AWS_ENDPOINT_URL_SECRETS_MANAGER, BUSINESS_SECRETS_PREFIX, WHATSAPP_GRAPH_BASE_URL
                    say where tokens are kept and checked; npm start prints its own
  --help            prints this

Variables may stand in .env. A running webhook follows within a minute.

Exit status: 0 done; 1 failed, or no such business; 2 the command line is wrong.
`;
