import './performance-event.type.ts';
import './tik-tok-connection.performance.field.ts';
import './comparison.query.ts';
