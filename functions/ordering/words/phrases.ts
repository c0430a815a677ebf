import type { OrderType, PaymentMethod } from "../../restaurant/order.ts";
import type { Action } from "../actions.ts";
import { wordsOf } from "./words.ts";

export type Phrases = readonly (readonly string[])[];

/** Phrases are written as they are spoken; compared by words. */
function phrases(text: string): Phrases {
  return text.split("|").map((phrase) => wordsOf(phrase));
}

/** In the four languages together: nobody has to know which one the bot is in. The first that fits wins. */
export const COMMANDS: readonly (readonly [Action, Phrases])[] = [
  [
    { type: "person" },
    phrases(
      "persona|humano|asesor|agente|hablar con alguien|hablar con una persona|operador|person|human|agent|talk to someone|speak to someone|somebody|representative|humain|quelqu'un|parler a quelqu'un|conseiller|pessoa|atendente|falar com alguem|falar com uma pessoa",
    ),
  ],
  [
    { type: "track" },
    phrases(
      "seguir pedido|seguir mi pedido|rastrear|estado de mi pedido|estado del pedido|donde esta mi pedido|mi pedido|track|track order|track my order|where is my order|order status|my order|suivre|suivre ma commande|ou est ma commande|ma commande|rastrear pedido|onde esta meu pedido|meu pedido|ver meu pedido|status do pedido",
    ),
  ],
  [
    { type: "clear" },
    phrases(
      "vaciar|vaciar carrito|vaciar el carrito|borrar todo|quitar todo|empty cart|empty the cart|clear|clear cart|clear the cart|remove everything|vider|vider le panier|tout effacer|esvaziar|esvaziar carrinho|limpar carrinho|apagar tudo",
    ),
  ],
  [
    { type: "cancel" },
    phrases(
      "cancelar|cancela|cancelalo|cancele|anular|salir|cancel|stop|quit|annuler|annule|arreter|cancelar pedido|sair",
    ),
  ],
  [
    { type: "checkout" },
    phrases(
      "pagar|finalizar|terminar|finalizar pedido|terminar pedido|hacer pedido|hacer el pedido|pedir ya|eso es todo|nada mas|checkout|check out|place order|finish|that's all|that is all|nothing else|finaliser|passer commande|c'est tout|rien d'autre|finalizar compra|fechar pedido|so isso|e so isso|mais nada",
    ),
  ],
  [
    { type: "edit" },
    phrases(
      "cambiar|cambia|cambialo|modificar|quitar|editar|change|edit|remove|modifier|retirer|changer|alterar|mudar|remover",
    ),
  ],
  [
    { type: "cart" },
    phrases(
      "carrito|mi carrito|ver carrito|cart|my cart|basket|view cart|panier|mon panier|carrinho|meu carrinho",
    ),
  ],
  [
    { type: "menu", page: 0 },
    phrases(
      "menu|carta|la carta|el menu|que tienen|que hay|ver carta|ver la carta|ver menu|quiero pedir|quiero ordenar|pedir|ordenar|hacer un pedido|the menu|order|i want to order|what do you have|food|la carte|carte|voir la carte|commander|je veux commander|qu'avez-vous|cardapio|o cardapio|quero pedir|fazer um pedido|fazer pedido|o que tem",
    ),
  ],
  [{ type: "help" }, phrases("ayuda|opciones|help|options|aide|ajuda|opcoes|inicio|start|home")],
  [
    { type: "greet" },
    phrases(
      "gracias|muchas gracias|thanks|thank you|merci|obrigado|obrigada|hola|buenas|buenos dias|buenas tardes|buenas noches|que tal|hello|hi|hey|good morning|good afternoon|good evening|bonjour|bonsoir|salut|coucou|ola|oi|bom dia|boa tarde|boa noite",
    ),
  ],
];

/** That something is not wanted (any more). */
export const REMOVE = phrases(
  "quita|quitar|quitame|elimina|borra|saca|no quiero|ya no|remove|delete|take off|don't want|enleve|supprime|je ne veux pas|tira|tirar|remova|nao quero",
);

export const AGREE = phrases(
  "si|sí|claro|confirmo|confirmar|confirmado|dale|de acuerdo|correcto|listo|yes|yeah|yep|sure|confirm|confirmed|correct|ok|okay|oui|d'accord|je confirme|confirmer|c'est bon|sim|confirmo sim|certo|isso|pode ser",
);
export const DECLINE = phrases(
  "no|nop|todavia no|mejor no|ahora no|espera|espere|un momento|nope|not yet|not now|better not|wait|hold on|one moment|non|pas encore|attends|attendez|un instant|nao|ainda nao|melhor nao|agora nao|um momento",
);

export const METHODS: readonly (readonly [OrderType, Phrases])[] = [
  [
    "delivery",
    phrases(
      "delivery|envio|domicilio|a domicilio|llevar a casa|enviar|a mi casa|deliver|deliver it|home|livraison|livrer|a domicile|entrega|entregar|em casa",
    ),
  ],
  [
    "pickup",
    phrases(
      "recojo|recoger|recoger en local|para llevar|paso a recoger|retiro|pickup|pick up|take away|takeaway|to go|collect|a emporter|emporter|retirer|retirar|retirada|para levar|buscar",
    ),
  ],
  [
    "on_site",
    phrases(
      "comer ahi|comer aqui|en el local|comer en el local|en mesa|aqui|eat in|dine in|eat here|for here|sur place|comer no local|no local|comer ai",
    ),
  ],
];

export const PAYMENTS: readonly (readonly [PaymentMethod, Phrases])[] = [
  ["cash", phrases("efectivo|en efectivo|contado|cash|especes|liquide|dinheiro")],
  [
    "card",
    phrases(
      "tarjeta|con tarjeta|credito|debito|visa|mastercard|card|credit card|carte bancaire|carte|cb|cartao",
    ),
  ],
  ["yape", phrases("yape")],
  ["plin", phrases("plin")],
  ["mercado_pago", phrases("mercado pago|mercadopago")],
  [
    "bank_transfer",
    phrases("transferencia|transferir|bank transfer|transfer|virement|transferencia bancaria|pix"),
  ],
];

/** Words that change nothing about what is meant. */
export const FILLERS = new Set(
  "por favor porfa gracias please thanks thank you s il vous plait svp merci obrigado obrigada quiero ver quisiera mostrar muestrame dame show me see my the el la mi voir le ver o meu je veux i want to un a".split(
    " ",
  ),
);
