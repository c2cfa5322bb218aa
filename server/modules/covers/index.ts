import './tik-tok-connection.avatar.field.ts';
import './tik-tok-video.cover.field.ts';
