export const HELP = `Usage: npm run doctor -- [--stage NAME] [--json]

Checks everything that has to be right for a message to reach CartaAI, and says the
fix for what is not: configuration, secrets, the webhook (handshake, a signed and a
forged request), the registered restaurants, CartaAI and its key, each restaurant's
WhatsApp token, and what the Meta app is subscribed to. Changes nothing.

  --stage NAME  what npm run deploy has deployed (cdk-outputs.json); or by variables:
                WEBHOOK_URL, BUSINESSES_TABLE, CARTAAI_API_BASE_URL,
                CARTAAI_SECRET_ID (or CARTAAI_API_KEY), WHATSAPP_SECRET_ID (or
                WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN). npm start prints its own
  --json        prints one JSON object instead of lines
  --help        prints this

Variables may stand in .env. AWS is asked with its usual credentials and region.

Exit status: 0 nothing failed; 1 something did; 2 the command line is wrong.
`;
