CREATE UNIQUE INDEX posts_by_place ON posts (place);
-- Filters are answered from the index; only rows of the page are read.
CREATE INDEX posts_newest ON posts (agent_id, place, platform, media, language, country, outlier);
CREATE INDEX posts_by_views ON posts (agent_id, views, place, platform);
CREATE INDEX posts_by_engagement ON posts (agent_id, engagement, place, platform);
CREATE INDEX posts_by_outlier ON posts (agent_id, outlier, place, platform);
CREATE INDEX posts_by_creator ON posts (creator_id, place) WHERE creator_id IS NOT NULL;
CREATE INDEX posts_by_language ON posts (agent_id, language, place) WHERE language IS NOT NULL;
CREATE INDEX posts_by_country ON posts (agent_id, country, place) WHERE country IS NOT NULL;
CREATE INDEX posts_by_age ON posts (source, fetched_at);
