export const HELP = `Usage: npm run validate -- [--json]

Checks the configured CartaAI step by step: it answers, takes the key, and a
test person's conversation can be opened, written to, read back and ended. The
test person's number is one that nobody can have.

  CARTAAI_API_BASE_URL      where CartaAI is. Without it, the stand-in of
                            npm start is started and checked instead
  CARTAAI_API_KEY           a service key or a token
  CARTAAI_SUBDOMAIN         the restaurant
  CARTAAI_LOCAL_ID          the branch (optional)
  CARTAAI_BOT_ID            the bot (optional)
  CARTAAI_AGENT_PREFIX      where its agent routes are (default /whatsapp)
  CONVERSATION_API_TIMEOUT  seconds for one call (default 10)

  --json    prints one JSON object instead of lines
  --help    prints this

Variables may stand in .env.

Exit status: 0 every step holds; 1 one does not, or a variable is unusable; 2 the
command line is wrong.
`;
