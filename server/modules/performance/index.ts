import './performance-event.type.ts';
import './forecast.type.ts';
import './tik-tok-connection.performance.field.ts';
import './tik-tok-connection.forecast.field.ts';
import './comparison.query.ts';
import './posting-times.type.ts';
