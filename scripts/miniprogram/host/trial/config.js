exports.service = 'https://photos.example.org'
