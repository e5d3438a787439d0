import { act, openLink } from '#phone/chat/act.ts'
import type { KindProps } from '#phone/chat/kind.types.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import { pushSheet } from '#phone/state/sheets.ts'
import type { ChatChoice } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { type Card, cardsOf, readProductMessage } from './message-parts.ts'
import { Picture } from './picture.tsx'
import { shownPrice } from './prices.ts'
import { shopWords } from './words.ts'

/** Cards side by side under the message's text: products to open, or pictures with a link or buttons. */
export function CarouselBody({ message, choice }: KindProps) {
  const { body } = readProductMessage(message)
  const cards = cardsOf(message)
  return (
    <div class="carousel">
      <div class="shop-said carousel-said">
        <RichText text={body} />
      </div>
      <ul class="carousel-cards" aria-label={shopWords().cards}>
        {cards.map((card, at) => (
          <li key={card.index} class="carousel-card" aria-label={shopWords().card(at + 1, cards.length)}>
            <CardFace card={card} message={message} />
            <CardDoors card={card} message={message} choice={choice} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function CardFace({ card, message }: { card: Card; message: ChatMessage }) {
  const product = message.products?.find(({ retailerId }) => retailerId === card.retailerId)
  const media = `/control/messages/${encodeURIComponent(message.wamid)}/media?card=${card.index}`
  return (
    <>
      {card.retailerId === null ? <Picture src={media} icon="image" /> : <Picture src={product?.imageUrl ?? ''} />}
      {product === undefined ? null : (
        <div class="product-card-text">
          <strong>
            <bdi>{product.title}</bdi>
          </strong>
          <span class="price">{shownPrice(product.price, language.value)}</span>
        </div>
      )}
      {card.body === '' ? null : <RichText text={card.body} />}
    </>
  )
}

type DoorsProps = { card: Card; message: ChatMessage; choice: ChatChoice }

function CardDoors({ card, message, choice }: DoorsProps) {
  const { retailerId, link } = card
  const { phoneNumberId } = choice
  return (
    <div class="carousel-doors">
      {retailerId === null ? null : (
        <button
          type="button"
          class="foot-button"
          onClick={() => pushSheet({ kind: 'product', phoneNumberId, retailerId })}
        >
          {shopWords().view}
        </button>
      )}
      {link === null ? null : (
        <button type="button" class="foot-button" onClick={() => openLink(choice, link)}>
          {link.title}
        </button>
      )}
      {card.buttons.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="foot-button"
          onClick={() => void act(choice, { tap: { id, messageId: message.wamid } })}
        >
          {title}
        </button>
      ))}
    </div>
  )
}
