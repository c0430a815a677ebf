export const HELP = `Usage: npm run send -- KIND --from WHO [options]

Does something as a customer, in the system that \`npm start\` runs, and prints the
curl that does the same.

  text           --text WORDS
  button         --id ID --title TITLE            a reply button is tapped
  list           --id ID --title TITLE            a row of a list is tapped
  audio          [--file FILE | --says WORDS]     else a sample voice note
  image          [--file FILE] [--caption WORDS]  else a sample photo
  location       --latitude N --longitude N [--place NAME] [--address WORDS]
  order          --items PRODUCT:QUANTITY,…       [--note WORDS]
  reaction       --about ID --emoji EMOJI         no emoji takes it back
  edit           --about ID --text WORDS
  revoke         --about ID
  staff          --text WORDS                     the restaurant's own phone
  number-change  --phone NUMBER                   the customer's new number
  user-id-change --new-user-id ID [--phone NUMBER]

  --from WHO     a phone number, or a business-scoped user id (PE.…)
  --user-id ID   both are known of the customer
  --name NAME    default "Customer"
  --to BUSINESS  sub-domain, name or phone_number_id; default the first
  --quoted ID    answers this message
  --url URL      default http://localhost:3000
  --json         prints the console's answer instead
  --help         prints this

Exit status: 0 the webhook was acknowledged; 1 it was not, or no console
answers; 2 the command line is wrong.
`;
