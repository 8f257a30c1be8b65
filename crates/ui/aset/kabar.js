// Praja: shows that a report has news, and opens its page when tapped. It keeps nothing and asks for nothing.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('push', (e) => {
  const kabar = e.data ? e.data.json() : {};
  e.waitUntil(self.registration.showNotification(kabar.judul, { tag: kabar.alamat, data: kabar.alamat, lang: 'id' }));
});
self.addEventListener('notificationclick', (e) => {
  e.notification.close();
  e.waitUntil(self.clients.openWindow(e.notification.data));
});
