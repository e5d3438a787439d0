FROM node:24-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

COPY migrations ./migrations
COPY seeds ./seeds
COPY src ./src

USER node
ENV HOST=0.0.0.0
EXPOSE 3000 9464
CMD ["node", "src/entrypoints/cli.ts", "server"]
