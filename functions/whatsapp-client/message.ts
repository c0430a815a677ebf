export interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface Section {
  readonly title?: string;
  readonly rows: readonly Row[];
}

export type Interactive =
  | {
      readonly type: "button";
      readonly body: { readonly text: string };
      readonly action: {
        readonly buttons: readonly {
          readonly type: "reply";
          readonly reply: { readonly id: string; readonly title: string };
        }[];
      };
    }
  | {
      readonly type: "list";
      readonly body: { readonly text: string };
      readonly action: { readonly button: string; readonly sections: readonly Section[] };
    }
  | {
      readonly type: "location_request_message";
      readonly body: { readonly text: string };
      readonly action: { readonly name: "send_location" };
    };

/** A message as Meta takes it, without its recipient (Cloud API reference, "Messages"). */
export type WhatsAppMessage =
  | { readonly type: "text"; readonly text: { readonly body: string } }
  | { readonly type: "interactive"; readonly interactive: Interactive }
  | { readonly type: "image"; readonly image: { readonly link: string; readonly caption?: string } };
