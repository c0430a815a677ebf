export const HELP = `Usage: npm start

Runs the whole system on this machine, with stand-ins for SQS, DynamoDB, Secrets
Manager, CartaAI, WhatsApp and the models, and the console on its front. Prints
where everything is, and commands to try it with.

  PORT                     the webhook and the console (default 3000)
  CARTAAI_PORT             CartaAI's stand-in (default 3001)
  WHATSAPP_PORT            WhatsApp's stand-in (default 3002)
  CARTAAI_API_BASE_URL, WHATSAPP_GRAPH_BASE_URL, AI_BASE_URL with AI_API_KEY
                           the real thing instead of a stand-in
  POWERTOOLS_LOG_LEVEL     DEBUG shows more of the logs, WARN fewer

.env.example lists every variable. Variables may stand in .env.

  --help    prints this

Ctrl-C finishes what is under way, for five seconds at the most; again, it stops
at once. Nothing is kept between starts.

Exit status: 0 it was stopped; 1 it cannot start; 2 the command line is wrong.
`;
