export { attendanceRoutes } from './attendance.routes.ts'
export { conversationHandler } from './handler.ts'
export type { ConversationDeps } from './step.types.ts'
