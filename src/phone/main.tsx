import { render } from 'preact'
import './style/base.css'
import './style/page.css'
import './style/status-bar.css'
import './style/phone.css'
import './style/notice.css'
import './style/chat.css'
import './style/starters.css'
import './style/bubble.css'
import './style/rich.css'
import './style/composer.css'
import './style/kinds.css'
import './style/place.css'
import './style/sheet.css'
import './style/form.css'
import './style/select.css'
import { App } from './app.tsx'
import { startPreferences } from './state/preferences.ts'
import { startSession } from './state/session.ts'
import { startTitle } from './state/title.ts'

const root = document.getElementById('app')
if (root !== null) {
  startPreferences()
  startTitle()
  render(<App />, root)
  void startSession()
}
