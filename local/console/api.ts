/**
 * What the console's page and its server say to each other; the commands use it too. JSON over HTTP on the origin of
 * the page, below /console. What is refused is answered with `Problem`. Imports nothing but zod/mini, so that a browser
 * can have it.
 *
 * | method and path                                     | takes             | answers                              |
 * | --------------------------------------------------- | ----------------- | ------------------------------------ |
 * | GET    /console/state                               |                   | State                                |
 * | GET    /console/events?after=ID                     | Last-Event-ID     | events, see EVENT_SCHEMAS            |
 * | POST   /console/customers                           | NewCustomer       | 201 or 200 Customer                  |
 * | GET    /console/customers/{id}/messages?before&limit|                   | MessagesPage                         |
 * | GET    /console/customers/{id}/cartaai              |                   | Mirror                               |
 * | GET    /console/customers/{id}/export?pseudonymise  |                   | a file                               |
 * | GET    /console/customers/{id}/scenario             |                   | a file for test/scenarios            |
 * | POST   /console/import                              | an exported file  | 201 Imported                         |
 * | POST   /console/send                                | SendRequest       | SendAnswer                           |
 * | POST   /console/media                               | the file          | 201 `mediaAnswerSchema`              |
 * | GET    /console/media/{id}                          |                   | the file                             |
 * | GET    /console/timelines/{messageId}               |                   | Timeline                             |
 * | GET    /console/queues                              |                   | Queues                               |
 * | GET    /console/queues/{name}/dead-letters          |                   | DeadLetters                          |
 * | POST   /console/queues/{name}/preview               | ReplayRequest     | PreviewAnswer                        |
 * | POST   /console/queues/{name}/replay                | ReplayRequest     | ReplayAnswer                         |
 * | POST   /console/queues/{name}/discard               | DiscardRequest    | DiscardAnswer                        |
 * | GET    /console/faults                              |                   | Faults                               |
 * | POST   /console/faults                              | NewFault          | 201 ActiveFault                      |
 * | DELETE /console/faults, /console/faults/{service}/{id} |                | Faults                               |
 * | GET    /console/scenarios                           |                   | Scenarios                            |
 * | POST   /console/scenarios/{name}/play               |                   | 202 ScenarioRun                      |
 * | POST   /console/scenarios/stop                      |                   | 200 ScenarioRun                      |
 *
 * Message ids hold "=", "/" and "+": encode them in a path. A POST needs content-type application/json (media: the
 * file's own). Requests from another origin, or for another host than this machine's, get 403.
 */
export * from "./api/chats.ts";
export { type Problem, problemSchema } from "./api/common.ts";
export * from "./api/content.ts";
export * from "./api/events.ts";
export * from "./api/fault-choices.ts";
export * from "./api/faults.ts";
export * from "./api/in-words.ts";
export * from "./api/queues.ts";
export * from "./api/scenarios.ts";
export * from "./api/send.ts";
export * from "./api/state.ts";
export * from "./api/timeline.ts";
