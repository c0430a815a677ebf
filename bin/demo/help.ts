export const HELP = `Usage: npm run demo -- [--json] [--logs]

Starts the whole system on free ports, plays a day of customers through it as
signed webhooks: they order by buttons, in their own words, by voice and from the
catalogue, and the staff take over. Shows the transcripts that CartaAI then holds,
and checks these, states and orders against what was said, sent and confirmed.
Nothing of .env is used; nothing leaves this machine unless told to:

  AI_BASE_URL=…              another OpenAI-compatible service (AI_API_KEY,
                             AI_CHAT_MODEL, AI_TRANSCRIPTION_MODEL, AI_VISION_MODEL).
                             Left out then is what depends on what models say:
                             orders in own words and by voice, the office's order.
  WHATSAPP_GRAPH_BASE_URL=…  another server in WhatsApp's place (WHATSAPP_TOKEN). It
                             gets all that is sent; files still come from here.

  --json    prints one JSON object instead: { ok, checks, transcripts }
  --logs    shows the Lambdas' logs on standard error as they come
  --help    prints this

Exit status: 0 every check holds; 1 one does not; 2 the command line is wrong.
`;
