import type { ComponentChildren } from 'preact'
import { PaySheet } from '#phone/pay/pay-sheet.tsx'
import { ShopSheet } from '#phone/shop/shop-sheet.tsx'
import { type Sheet, type SheetKind, type SheetOf, sheets } from '#phone/state/sheets.ts'
import { ActionsSheet } from './sheets/actions-sheet.tsx'
import { AttachSheet } from './sheets/attach-sheet.tsx'
import { ContactSheet } from './sheets/contact-sheet.tsx'
import { FlowSheet } from './sheets/flow-sheet.tsx'
import { ImageSheet } from './sheets/image-sheet.tsx'
import { ListSheet } from './sheets/list-sheet.tsx'
import { LocationSheet } from './sheets/location-sheet.tsx'
import { MenuSheet } from './sheets/menu-sheet.tsx'
import { NewShopperSheet } from './sheets/new-shopper-sheet.tsx'
import { ProfileSheet } from './sheets/profile-sheet.tsx'

type Drawers = { [K in SheetKind]: (sheet: SheetOf<K>) => ComponentChildren }

const drawers: Drawers = {
  list: ({ message }) => <ListSheet message={message} />,
  flow: ({ message }) => <FlowSheet message={message} />,
  attach: () => <AttachSheet />,
  location: () => <LocationSheet />,
  contact: () => <ContactSheet />,
  actions: ({ message }) => <ActionsSheet message={message} />,
  image: ({ url, caption }) => <ImageSheet url={url} caption={caption} />,
  newShopper: () => <NewShopperSheet />,
  profile: () => <ProfileSheet />,
  menu: () => <MenuSheet />,
  catalog: (sheet) => <ShopSheet sheet={sheet} />,
  sections: (sheet) => <ShopSheet sheet={sheet} />,
  product: (sheet) => <ShopSheet sheet={sheet} />,
  cart: (sheet) => <ShopSheet sheet={sheet} />,
  order: (sheet) => <ShopSheet sheet={sheet} />,
  pay: (sheet) => <PaySheet sheet={sheet} />,
}

/** The sheets that lie over the phone. Those below keep their place but can be neither seen by readers nor tapped. */
export function SheetStack() {
  const stack = sheets.value
  return (
    <>
      {stack.map((sheet, index) => (
        <div key={`${index} ${sheet.kind}`} class="sheet-place" inert={index < stack.length - 1}>
          {draw(sheet)}
        </div>
      ))}
    </>
  )
}

function draw<K extends SheetKind>(sheet: SheetOf<K> & Sheet): ComponentChildren {
  const drawer = drawers[sheet.kind] as (sheet: Sheet) => ComponentChildren
  return drawer(sheet)
}
