import { talkTexts } from '#modules/conversation/texts/talk-texts.ts'
import type { Choice, Reply, Say, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { greet, home } from './home.ts'
import { answered, choice, ignored, pending } from './turns.ts'

const quietMinutes = 10
/** Pictures of one album arrive within seconds of each other. */
const albumMinutes = 1
const mostMisses = 3

/** A person is called; the shop says nothing more until it is called back. */
export function callPerson(situation: Situation): Turn {
  const say: Say = {
    kind: 'buttons',
    text: talkTexts.handedOver(situation.language, {}),
    choices: [choice(situation, 'bot', { title: 'bot' })],
  }
  return answered(pending(situation, { handedOver: true }), { say, purpose: 'handover' })
}

export function comeBack(situation: Situation): Turn {
  if (situation.chat.handedOverAt === null) return greet(situation)
  const back = pending(situation, { handedOver: false })
  return home(back, { text: talkTexts.back(situation.language, {}), purpose: 'menu' })
}

/** Offers end; said once, since a second "stop" asks for silence. */
export function stopOffers(situation: Situation): Turn {
  if (situation.shopper.marketingOptedOutAt !== null) return ignored(situation, 'opted_out_before')
  const stopped = pending(situation, { shopper: { marketingOptedOutAt: situation.now } })
  return answered(stopped, {
    say: { kind: 'text', text: talkTexts.stopped(situation.language, {}) },
    purpose: 'consent',
  })
}

/** "Start" takes an opt-out back; from anyone else it is how a chat begins. */
export function startOffers(situation: Situation): Turn {
  if (situation.shopper.marketingOptedOutAt === null) return greet(situation)
  const started = pending(situation, { shopper: { marketingOptedOutAt: null } })
  return answered(started, {
    say: { kind: 'text', text: talkTexts.started(situation.language, {}) },
    purpose: 'consent',
  })
}

/** Paused stores say so, but not to every line of a long story. */
export function paused(situation: Situation): Turn {
  if (excusedLately(situation)) return ignored(situation, 'store_paused')
  const said = pending(situation, { memory: { excusedAt: situation.now.toISOString() } })
  return answered(said, { say: { kind: 'text', text: talkTexts.paused(situation.language, {}) }, purpose: 'paused' })
}

export function unclear(situation: Situation): Reply {
  return excuse(situation, (excused) =>
    home(excused, { text: talkTexts.unclear(situation.language, {}), purpose: 'apology' }),
  )
}

export function voiceNote(situation: Situation): Reply {
  const say = (excused: Situation) => personOffered(excused, talkTexts.voice(situation.language, {}))
  return excuse(situation, say, albumMinutes)
}

/** A picture, video or file without a word: somebody took the trouble, so each is answered, but an album only once. */
export function mediaSeen(situation: Situation): Reply {
  const say = (excused: Situation) => personOffered(excused, talkTexts.media(situation.language, {}))
  return excuse(situation, say, albumMinutes)
}

/** One excuse in ten minutes; the third message in a row that means nothing to us brings a person into play. */
function excuse(situation: Situation, say: (excused: Situation) => Turn, minutes = quietMinutes): Turn {
  const misses = (situation.chat.memory.misses ?? 0) + 1
  const counted = pending(situation, { memory: { misses } })
  const excused = pending(counted, { memory: { excusedAt: situation.now.toISOString() } })
  if (misses === mostMisses) return personOffered(excused, talkTexts.unclearAgain(situation.language, {}))
  return excusedLately(situation, minutes) ? ignored(counted, 'excused_lately') : say(excused)
}

function excusedLately({ chat, now }: Situation, minutes = quietMinutes): boolean {
  const { excusedAt } = chat.memory
  return excusedAt !== undefined && now.getTime() - Date.parse(excusedAt) < minutes * 60_000
}

function personOffered(situation: Situation, text: string): Turn {
  const choices: Choice[] = [
    choice(situation, 'agent', { title: 'agent' }),
    choice(situation, 'menu', { title: 'menu' }),
  ]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'apology' })
}

/** A button nobody of ours made for this shopper; it does nothing and is answered with what does. */
export function oldButton(situation: Situation): Turn {
  return home(situation, { text: talkTexts.oldButton(situation.language, {}), purpose: 'menu' })
}
