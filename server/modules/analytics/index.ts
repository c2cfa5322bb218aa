import './analytics.enums.ts';
import './analytics.input.ts';
import './estimate.type.ts';
import './account-analytics.type.ts';
import './benchmarks.query.ts';
import './outlier.type.ts';
import './model-card.query.ts';
import './tik-tok-connection.analytics.field.ts';
